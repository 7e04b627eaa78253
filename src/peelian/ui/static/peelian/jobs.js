// Follows a job on its page: bar, words, state, facts. Without this the page says how far it was when it was opened.
const EVERY = 1000;
const LONGEST = 15000;
const SPOKEN = 10000; // steps are not read out more often; a new state is, at once

function put(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

function move(bar, job) {
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  } else {
    bar.removeAttribute("value");
  }
}

function say(block, job) {
  const anew = block.dataset.jobState !== job.state;
  if (!anew && Date.now() - block.dataset.jobSaid < SPOKEN) return;
  put(block.querySelector("[role=status]"), job.words === job.tag.text ? job.words : `${job.tag.text}. ${job.words}`);
  block.dataset.jobState = job.state;
  block.dataset.jobSaid = Date.now();
}

function show(block, job) {
  const main = block.closest("main");
  move(block.querySelector("progress"), job);
  put(block.querySelector(".pe-job__words"), job.words);
  const tag = main.querySelector(".pe-tag");
  if (tag.textContent !== job.tag.text) {
    document.title = document.title.replace(tag.textContent, job.tag.text);
    put(tag, job.tag.text);
    tag.className = `pe-tag pe-tag--${job.tag.tone}`;
  }
  for (const name of main.querySelectorAll(".pe-facts dt")) {
    if (name.textContent in job.facts) put(name.nextElementSibling, job.facts[name.textContent]);
  }
  const stop = main.querySelector("[data-job-stop]");
  if (stop && !job.may_stop && !stop.contains(document.activeElement)) stop.hidden = true;
  say(block, job);
}

async function follow(block, pause) {
  await new Promise((resolve) => setTimeout(resolve, pause));
  let next = EVERY;
  try {
    const answer = await fetch(block.dataset.job, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const job = await answer.json();
    if (!job.open) return location.reload(); // what came of it; the page's name begins with it
    show(block, job);
  } catch {
    next = Math.min(pause * 2, LONGEST); // the server restarts, or the session is over: ask less often
  }
  return follow(block, next);
}

for (const block of document.querySelectorAll("[data-job]")) {
  block.dataset.jobSaid = Date.now();
  follow(block, EVERY);
}
