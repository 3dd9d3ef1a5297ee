// Passkeys: asks the browser for one and sends what it answers with the form around the button. Without this, or in a
// browser that knows no passkeys, the passphrase and codes work.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// What is bytes in a question: the server writes them as base64url.
function question(asked) {
  const known = (list) => list?.map((one) => ({ ...one, id: toBytes(one.id) }));
  const all = { ...asked, challenge: toBytes(asked.challenge) };
  if (asked.user) all.user = { ...asked.user, id: toBytes(asked.user.id) };
  if (asked.allowCredentials) all.allowCredentials = known(asked.allowCredentials);
  if (asked.excludeCredentials) all.excludeCredentials = known(asked.excludeCredentials);
  return all;
}

function answer(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(address) {
  const asked = await (await fetch(address)).json();
  const publicKey = question(asked.publicKey);
  return answer(await (asked.publicKey.user ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey })));
}

for (const place of window.PublicKeyCredential ? document.querySelectorAll("[data-passkey]") : []) {
  const button = place.querySelector("button");
  const problem = place.querySelector("[data-passkey-problem]");
  const form = button.form;
  place.hidden = false;
  document.querySelector("[data-without-passkeys]")?.remove();
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!button.formNoValidate && !form.reportValidity()) return;
    problem.hidden = true;
    try {
      form.elements.credential.value = await ask(place.dataset.passkey);
    } catch {
      problem.hidden = false;
      return;
    }
    form.action = button.formAction;
    form.submit();
  });
}
