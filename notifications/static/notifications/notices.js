// A dot where the notices are, and one polite sentence, when the event stream says that something new waits.
"use strict";
(() => {
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  document.body.append(spoken);

  const words = (name) => document.getElementById("status").dataset[name];

  function showDots() {
    for (const place of document.querySelectorAll('[data-notices-dot], nav a[href="/notices/"]')) {
      place.hidden = false;
      if (place.matches(".new") || place.querySelector(".new")) continue;
      const dot = document.createElement("span");
      dot.className = "new";
      const name = document.createElement("span");
      name.className = "visually-hidden";
      name.textContent = words("new");
      dot.append(name);
      place.append(" ", dot);
    }
  }

  document.addEventListener("live:notifications.notice_added", () => {
    showDots();
    for (const hint of document.querySelectorAll("[data-notices-more]")) hint.hidden = false;
    // The same words twice would not be read out again, and once is enough until the page changes.
    spoken.textContent = words("notice");
  });
})();
