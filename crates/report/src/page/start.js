const drawers = [drawMonths, drawDays, drawTrends, drawMatrix, drawAgreements, drawPeople];

/** Draws one chart after the other, so that the page answers in between. */
async function drawAll() {
  for (const drawer of drawers) {
    await drawer();
    await new Promise((resolve) => setTimeout(resolve));
  }
  document.documentElement.dataset.drawn = language();
}

for (const button of document.querySelectorAll("button[data-more]")) {
  button.addEventListener("click", () => {
    byId(button.dataset.more).classList.add("all");
    button.closest("p").remove();
  });
}
for (const radio of document.querySelectorAll('input[name="language"]')) {
  radio.checked = radio.value === language();
  radio.addEventListener("change", () => setLanguage(radio.value));
}
languageListeners.push(updateNetwork, () => shownEdge && showEdge(shownEdge), drawAll);
startCorpus();
startEntities();
startMatrix();
requestAnimationFrame(() => setTimeout(() => {
  startNetwork();
  drawAll();
}));
