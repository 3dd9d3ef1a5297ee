// Goes back through a conversation and forward again without leaving the page. Of a long one a few hundred messages are
// in the page at a time, so that an old phone draws ten thousand as it draws fifty. Every page works without it.
(() => {
  "use strict";
  const MOST_PIECES = 6; // of fifty messages
  const list = document.querySelector("[data-conversation]");
  const [earlier, later] = ["[data-earlier]", "[data-later]"].map((name) => document.querySelector(name));
  if (!list || !earlier || !later) return;

  const rows = (root = document) => [...root.querySelectorAll(".messages > [data-message]")];
  const numberOf = (row) => Number(row.dataset.message);
  const wayOf = (root, name) => root.querySelector(`nav:not([hidden]) > ${name}`)?.getAttribute("href");
  // What the server gave at once: where it begins, and the ways to what comes before and after it.
  const pieceOf = (root) => ({
    first: numberOf(rows(root)[0]), earlier: wayOf(root, "[data-earlier]"), later: wayOf(root, "[data-later]"),
  });
  const pieces = rows().length ? [pieceOf(document)] : [];

  const lead = (link, way) => {
    link.closest("nav").hidden = !way;
    if (way) link.setAttribute("href", way);
  };
  const showWays = () => {
    lead(earlier, pieces[0].earlier);
    lead(later, pieces.at(-1).later);
    document.querySelector("[data-began]").hidden = Boolean(pieces[0].earlier);
    if (pieces.at(-1).later) list.dataset.earlierPage = ""; // nothing new is put in until its end is there again
    else delete list.dataset.earlierPage;
  };

  const removeBefore = (number) => {
    const kept = rows().find((row) => numberOf(row) >= number);
    while (kept && list.firstElementChild !== kept) list.firstElementChild.remove();
  };
  const removeFrom = (number) => {
    const kept = rows().findLast((row) => numberOf(row) < number);
    while (kept && list.lastElementChild !== kept) list.lastElementChild.remove();
  };

  // What one reads stays where it is while messages come and go above it.
  const steadily = (anchor, change) => {
    const before = anchor.getBoundingClientRect().top;
    document.documentElement.style.overflowAnchor = "none"; // or the browser moves the page as well
    change();
    const keep = () => scrollBy(0, anchor.getBoundingClientRect().top - before);
    keep();
    queueMicrotask(keep); // times above it are put into the reader's words meanwhile, which can take another line
    requestAnimationFrame(() => { document.documentElement.style.overflowAnchor = ""; });
  };

  const goBack = (page) => {
    pieces.unshift(pieceOf(page));
    list.prepend(...rows(page));
    // What still waits to be sent stays in sight.
    while (pieces.length > MOST_PIECES && !list.querySelector("[data-pending]")) removeFrom(pieces.pop().first);
  };

  const goOn = (page) => {
    pieces.push(pieceOf(page));
    rows().at(-1).after(...rows(page).filter((row) => !document.getElementById(row.id)));
    while (pieces.length > MOST_PIECES) {
      pieces.shift();
      removeBefore(pieces[0].first);
    }
  };

  let fetching = false;
  const follow = async (link) => {
    fetching = true;
    const headers = { "HX-Request": "true", "HX-Target": "messages" }; // the messages alone, without the page around them
    const answer = await fetch(link.href, { credentials: "same-origin", headers });
    if (answer.redirected || !answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!rows(page).length) throw new Error("nothing there");
    const isBack = link === earlier;
    const anchor = isBack ? rows()[0] : rows().at(-1);
    steadily(anchor, () => {
      (isBack ? goBack : goOn)(page);
      showWays();
    });
    if (!isBack && !pieces.at(-1).later) document.dispatchEvent(new CustomEvent("live:reset")); // what came meanwhile
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("[data-earlier], [data-later]");
    if (!link || !pieces.length) return;
    event.preventDefault();
    if (fetching) return;
    await follow(link).catch(() => { location.href = link.href; });
    fetching = false;
  });
})();
