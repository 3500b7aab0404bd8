/** How often steps were rendered: what the speed of the canvas hangs on. Shown to tests by `?debug`. */
const stepRenders = { count: 0 };

if (typeof location !== 'undefined' && new URLSearchParams(location.search).has('debug')) {
  Object.assign(window, { stepRenders });
}

export function countStepRender(): void {
  stepRenders.count += 1;
}
