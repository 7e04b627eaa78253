// Moves the bar of a job's page. Without this the page says how far it was when it was opened.
const EVERY = 1000;
const LONGEST = 15000;

function show(block, job) {
  const bar = block.querySelector("progress");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  } else {
    bar.removeAttribute("value");
  }
  const words = block.querySelector("[role=status]");
  if (words.textContent !== job.words) words.textContent = job.words;
}

async function follow(block, pause) {
  await new Promise((resolve) => setTimeout(resolve, pause));
  let next = EVERY;
  try {
    const answer = await fetch(block.dataset.job, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const job = await answer.json();
    if (!job.open) return location.reload();
    show(block, job);
  } catch {
    next = Math.min(pause * 2, LONGEST); // the server restarts, or the session is over: ask less often
  }
  return follow(block, next);
}

for (const block of document.querySelectorAll("[data-job]")) follow(block, EVERY);
