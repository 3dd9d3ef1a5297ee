// Recovery codes: copy and print with one press. Saving works without this, and so does writing them down.
for (const button of document.querySelectorAll("[data-copies]")) {
  const codes = document.querySelector(button.dataset.copies);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const lines = [...codes.children].map((line) => line.textContent.trim());
    await navigator.clipboard.writeText(lines.join("\n")).catch(() => null);
    button.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
