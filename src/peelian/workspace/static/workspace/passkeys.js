// Passkeys and security keys: asks the browser, puts its answer into the form, sends the form.
//
// A form says what it is for in data-passkey: "sign-in" (asks the server what to sign when it is pressed), "use" or "add"
// (what to sign stands in the JSON script that data-options names). Where the browser has no passkeys its part of the page
// stays hidden; every page has another way.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (list) => (list ?? []).map((item) => ({ ...item, id: bytes(item.id) }));

function asked({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) options.allowCredentials = listed(options.allowCredentials);
  if (options.excludeCredentials) options.excludeCredentials = listed(options.excludeCredentials);
  return options;
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
  };
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function credentialFor(form) {
  const { creation_options: creation, request_options: request } = await optionsOf(form);
  if (!creation) return navigator.credentials.get({ publicKey: asked(request) });
  const options = asked(creation);
  const alone = form.elements.passwordless?.checked ?? false;
  options.authenticatorSelection = {
    ...options.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return navigator.credentials.create({ publicKey: options });
}

const reasons = {
  NotAllowedError: "Nothing was confirmed. Try again, or use another way.",
  InvalidStateError: "This passkey is known already.",
  SecurityError: "The browser allows no passkeys at this address.",
};

async function press(event) {
  const form = event.currentTarget;
  event.preventDefault();
  const status = form.querySelector("[role=status]");
  status.textContent = "";
  try {
    form.elements.credential.value = JSON.stringify(answered(await credentialFor(form)));
    form.submit();
  } catch (error) {
    status.textContent = reasons[error.name] ?? "It did not work. Try again, or use another way.";
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.closest("[data-needs-passkeys]")?.removeAttribute("hidden");
    form.addEventListener("submit", press);
  }
}
