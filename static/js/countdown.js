// data-countdown: seconds until answers are no longer taken. The server keeps the
// time; this shows it, and says it aloud at five minutes and at one.
const place = document.querySelector("[data-countdown]");
const said = document.querySelector("[data-countdown-said]");
const end = Date.now() + Number(place.dataset.countdown) * 1000;
const minutes = new Intl.NumberFormat(document.documentElement.lang, {
  style: "unit",
  unit: "minute",
  unitDisplay: "long",
});
let shown = Infinity;

const tick = () => {
  const seconds = Math.round((end - Date.now()) / 1000);
  const left = Math.ceil(seconds / 60);
  if (seconds > 0 && left !== shown) {
    const words = place.dataset.words.replace("{time}", minutes.format(left));
    place.textContent = words;
    if (left === 5 || left === 1) said.textContent = words;
    shown = left;
  }
  // Past the grace: the server hands in what was saved and shows the result.
  if (seconds < -32) {
    clearInterval(timer);
    location.assign(location.pathname);
  }
};
const timer = setInterval(tick, 1000);
tick();
