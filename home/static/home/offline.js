// The page without a connection: shows this browser's own drafts, and goes back as soon as there is one.
const list = document.querySelector("[data-drafts] ul");

for (const key of Object.keys(localStorage).filter((name) => name.startsWith("draft:"))) {
  const { title, words } = JSON.parse(localStorage.getItem(key));
  const item = document.createElement("li");
  const heading = document.createElement("h3");
  const text = document.createElement("textarea");
  item.className = "card stack";
  heading.textContent = title;
  heading.dir = text.dir = "auto";
  text.readOnly = true;
  text.rows = 6;
  text.value = words;
  text.setAttribute("aria-label", title);
  item.append(heading, text);
  list.append(item);
}
list.parentElement.hidden = !list.children.length;

const isThePageItself = location.pathname === "/offline/";
const again = document.querySelector("[data-again]");
again.href = isThePageItself ? "/" : location.href;
if (!isThePageItself) addEventListener("online", () => location.reload());
