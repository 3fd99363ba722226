// Tells how many characters are still free, once few are.
const TOLD_FROM = 100;

for (const count of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(count.dataset.count);
  const tell = () => {
    const left = field.maxLength - field.value.length;
    count.textContent = left <= TOLD_FROM ? `还可以写 ${left} 字` : "";
  };
  field.addEventListener("input", tell);
  tell();
}
