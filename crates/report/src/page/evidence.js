let shownEdge = null;

/** A sentence with the mentions of the two ends marked. */
function quote(sentence, edge) {
  const characters = [...sentence.text];
  const quoted = element("blockquote", null, { lang: "zh" });
  let at = 0;
  for (const [start, end, node] of sentence.marks) {
    if (start < at || (node !== edge.source && node !== edge.target)) continue;
    quoted.append(characters.slice(at, start).join(""));
    const mark = element("mark", characters.slice(start, end).join(""), { class: node === edge.source ? "source" : "target" });
    mark.title = nameOf(figures.network.nodes[node]);
    quoted.append(mark);
    at = end;
  }
  quoted.append(characters.slice(at).join(""));
  return quoted;
}

/** Shows the sentences of an edge; those of the chosen periods come first. */
function showEdge(edge, { focus = false } = {}) {
  shownEdge = edge;
  const place = byId("evidence");
  const [source, target] = [edge.source, edge.target].map((node) => figures.network.nodes[node]);
  place.replaceChildren(element("h3", `${nameOf(source)} – ${nameOf(target)}`));
  const unit = word("window", figures.network.window);
  place.append(
    element("p", say(
      `共现 ${edge.n} 次（${unit}），见于 ${edge.n_articles} 篇文章。以下是其中 ${edge.evidence.length} 例。`,
      `Together in ${edge.n} windows (${unit}) of ${edge.n_articles} articles; ${edge.evidence.length} of them follow.`,
    )),
  );
  const list = element("ol", null);
  for (const at of edge.evidence) {
    const sentence = figures.sentences[at];
    const item = element("li", null);
    item.append(sentence.text === null ? element("p", say("（本报告不含原文）", "(this report holds no text)")) : quote(sentence, edge));
    const title = sentence.title ? `《${sentence.title}》` : "";
    item.append(element("footer", [sentence.date, title, sentence.id].filter(Boolean).join("  ")));
    list.append(item);
  }
  if (edge.evidence.length) place.append(list);
  for (const button of document.querySelectorAll("#strongest button")) {
    button.setAttribute("aria-current", String(Number(button.dataset.edge) === figures.network.edges.indexOf(edge)));
  }
  if (focus) {
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  }
}
