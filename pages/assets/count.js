// Says under a field how much of its limit is used. A comfort: nothing is cut here, and the server tells what is too long.
const { format } = new Intl.NumberFormat(document.documentElement.lang);

for (const hint of document.querySelectorAll('[data-counts]')) {
  const field = document.getElementById(hint.dataset.counts);
  const limit = Number(hint.dataset.limit);
  const tell = () => {
    const { length } = field.value;
    hint.textContent = hint.dataset.said.replace('#', format(length)).replace('#', format(limit));
    hint.classList.toggle('wrong', length > limit);
  };
  field.addEventListener('input', tell);
  if (field.value !== '') tell();
}
