/** State and its listeners; a burst of changes is told once, in the next frame. */
export interface Store<State> {
  readonly get: () => State;
  readonly set: (change: Partial<State>) => void;
}

export function createStore<State extends object>(
  initial: State,
  listener: (state: State) => void,
): Store<State> {
  let state = initial;
  let scheduled = false;
  const tell = (): void => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      listener(state);
    });
  };
  tell();
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
      tell();
    },
  };
}
