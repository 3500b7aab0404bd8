/** The port that the pointer rests on, which a card tells about. */
import { useEffect, useRef } from 'react';
import type { PointerEvent } from 'react';
import { useCanvas } from './canvas.ts';

/** Milliseconds before the first card; from one port to the next it comes at once. */
const REST = 220;

export interface PointedPortHandlers {
  readonly onPointerOver: (event: PointerEvent) => void;
  readonly onPointerOut: (event: PointerEvent) => void;
  readonly onPointerDownCapture: () => void;
  readonly onWheelCapture: () => void;
}

export function usePointedPort(): PointedPortHandlers {
  const { store } = useCanvas();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const forget = (): void => {
    clearTimeout(timer.current);
    if (store.getState().pointed !== undefined) store.setState({ pointed: undefined });
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    onPointerOver: ({ target, pointerType, buttons }) => {
      const element = (target as Element).closest<HTMLElement>('[data-port]');
      const { port: name, side } = element?.dataset ?? {};
      if (element === null || name === undefined || pointerType === 'touch' || buttons > 0) return;
      const dot = name.indexOf('.');
      const show = (): void =>
        store.setState({
          pointed: {
            step: name.slice(0, dot),
            port: name.slice(dot + 1),
            side: side === 'input' ? 'input' : 'output',
            at: element.getBoundingClientRect(),
          },
        });
      clearTimeout(timer.current);
      if (store.getState().pointed !== undefined) show();
      else timer.current = setTimeout(show, REST);
    },
    onPointerOut: ({ target, relatedTarget }) => {
      const element = (target as Element).closest('[data-port]');
      if (element !== null && !element.contains(relatedTarget as Node | null)) forget();
    },
    onPointerDownCapture: forget,
    onWheelCapture: forget,
  };
}
