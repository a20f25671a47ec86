// How many cards stand in a row is decided by the width alone; the list further down is drawn row by row and must know it.

/**
 * @param {HTMLElement} grid
 * @param {object} host .NET reference with ColumnsChanged(number)
 */
export function watch(grid, host) {
  let known = 0;
  const tell = () => {
    const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
    if (columns === known || grid.clientWidth === 0) return;
    known = columns;
    host.invokeMethodAsync('ColumnsChanged', columns).catch(() => {});
  };
  const observer = new ResizeObserver(tell);
  observer.observe(grid);
  return { stop: () => observer.disconnect() };
}
