// Shows the forms that need a passkey where the browser has passkeys, and says
// so when one did not work. allauth's own scripts do the rest.
if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
  }
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-error]")) {
    words.hidden = false;
  }
});
