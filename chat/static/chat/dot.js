// A dot where the conversations are, on every page, when somebody wrote or asked; it goes when all is read.
"use strict";
(() => {
  const links = () => document.querySelectorAll('nav a[href="/conversations/"], [data-conversations-dot]');

  function show() {
    for (const place of links()) {
      if (place.querySelector(".new")) continue;
      const dot = document.createElement("span");
      dot.className = "new";
      dot.textContent = document.getElementById("status").dataset.new;
      place.append(" ", dot);
    }
  }

  document.addEventListener("live:chat.message_came", ({ detail: { conversation, quiet } }) => {
    const isOpen = document.querySelector(`[data-conversation="${conversation}"]`) && !document.hidden;
    if (!quiet && !isOpen) show();
  });
  document.addEventListener("live:chat.request_came", show);
  document.addEventListener("live:chat.messages_read", ({ detail: { more } }) => {
    if (more) return;
    for (const place of links()) place.querySelector(".new")?.remove();
  });
})();
