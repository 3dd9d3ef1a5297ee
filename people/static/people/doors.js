// Makes the doors quicker: names to take with one tap, a hint while typing, a passphrase one can look at.
// Everything here also works as a plain form.
const field = document.querySelector("#id_name");
const hint = document.querySelector("#name-hint");

for (const button of document.querySelectorAll("[data-takes-name]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    field.value = button.value;
    field.focus();
    if (hint) hint.replaceChildren();
  });
}

for (const input of document.querySelectorAll("[data-show-passphrase]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.setAttribute("aria-controls", input.id);
  const label = () => {
    button.textContent = input.type === "password" ? input.dataset.show : input.dataset.hide;
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    label();
  });
  label();
  input.after(button);
  input.form.addEventListener("submit", () => {
    input.type = "password"; // so that no browser remembers it as ordinary text
  });
}

if (field && hint) {
  field.addEventListener("change", async () => {
    const address = `${hint.dataset.asks}?name=${encodeURIComponent(field.value)}`;
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) hint.innerHTML = await answer.text();
  });
  // With scripts, "Use it anyway" is remembered until the form is sent, so that nothing is typed twice.
  hint.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keeps-name]");
    if (!button || !hint.dataset.asks) return;
    event.preventDefault();
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = "name_anyway";
    kept.value = button.value;
    hint.replaceChildren(kept);
  });
}
