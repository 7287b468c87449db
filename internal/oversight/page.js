"use strict";
// The entry: what stands behind the # of the address is either the token of a link, or what Telegram gave to the Mini App
// (tgWebAppData). It is sent once, in the body, and taken out of the address.
(function () {
  var print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () { window.print(); });
  }
  if (!document.body.hasAttribute("data-enter")) return;
  var behind = location.hash.slice(1), app = "";
  behind.split("&").forEach(function (pair) {
    if (pair.indexOf("tgWebAppData=") === 0) app = decodeURIComponent(pair.slice(13));
  });
  history.replaceState(null, "", location.pathname);
  function refused() {
    document.querySelector("[data-wait]").hidden = true;
    document.querySelector("[data-refused]").hidden = false;
  }
  fetch(app ? "enter/app" : "enter/link", { method: "POST", body: app || behind, credentials: "same-origin", headers: { "Content-Type": "text/plain" } })
    .then(function (answer) { if (answer.ok) location.replace("./"); else refused(); })
    .catch(refused);
})();
