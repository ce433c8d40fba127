// Nothing on a page needs this file. It tells of new claims, and plays the days one after the other.
"use strict";
(() => {
  const news = document.querySelector(".news");
  let known = null;
  const tell = (count) => {
    if (known === null || count <= known) { known = known === null ? count : known; return; }
    const n = count - known;
    news.textContent = (n === 1 ? news.dataset.one : news.dataset.many.replace("{n}", String(n))) + " ";
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = news.dataset.reload;
    news.append(link);
    news.hidden = false;
  };
  if (news && "EventSource" in window) {
    new EventSource("/events").addEventListener("claims", (event) => tell(Number(event.data)));
  }

  // A day is fetched as a page and its situation put in place of this one; the address and the history follow.
  let going = 0;
  const show = async (address, remember) => {
    const turn = ++going;
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".situation");
    const old = document.querySelector(".situation");
    if (turn !== going) return false;
    if (!answer.ok || !fresh || !old) { location.href = address; return false; }
    const scrolled = [...old.querySelectorAll(".scroll")].map((s) => s.scrollLeft);
    old.replaceWith(document.adoptNode(fresh));
    document.querySelectorAll(".situation .scroll").forEach((s, i) => { s.scrollLeft = scrolled[i] ?? 0; });
    document.title = page.title;
    if (remember) history.pushState({}, "", address);
    prepare();
    return true;
  };

  let playing = null;
  const stop = () => { clearTimeout(playing); playing = null; const b = document.querySelector(".play"); if (b) b.textContent = b.dataset.play; };
  const next = async () => {
    const days = [...document.querySelectorAll(".axis a.day")];
    const here = days.findIndex((d) => d.classList.contains("here"));
    const day = days[here + 1];
    if (!day) { stop(); return; }
    if (await show(day.getAttribute("href"), false) && playing !== null) {
      document.querySelector(".play").textContent = document.querySelector(".play").dataset.stop;
      playing = setTimeout(next, 900);
    }
  };
  const prepare = () => {
    const button = document.querySelector(".play");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (playing !== null) { stop(); history.pushState({}, "", document.querySelector(".axis a.here")?.getAttribute("href") ?? location.href); return; }
      button.textContent = button.dataset.stop;
      playing = setTimeout(next, 300);
    });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".situation .axis a.day, .situation .steps a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    stop();
    show(link.getAttribute("href"), true);
  });
  window.addEventListener("popstate", () => { if (document.querySelector(".situation")) show(location.href, false); });
  prepare();
})();
