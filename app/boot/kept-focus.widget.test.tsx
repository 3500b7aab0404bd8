/** What the visitor has gone to before the canvas is there. */
import { Suspense, lazy, useRef } from 'react';
import type { ReactNode } from 'react';
import { expect, onTestFinished, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { userEvent } from 'vitest/browser';
import { KeptFocus } from './KeptFocus.tsx';

type Place = ({ children }: { readonly children: ReactNode }) => ReactNode;

test('the focus stays on its control when the page is shown in its other place', async () => {
  let arrive: (module: { readonly default: Place }) => void = () => undefined;
  const Canvas = lazy<Place>(() => new Promise((resolve) => (arrive = resolve)));
  function Page() {
    const kept = useRef<string>(undefined);
    const content = (
      <KeptFocus kept={kept}>
        <button>First</button>
        <button>Second</button>
      </KeptFocus>
    );
    return (
      <Suspense fallback={<div>{content}</div>}>
        <Canvas>{content}</Canvas>
      </Suspense>
    );
  }
  const screen = await render(<Page />);
  onTestFinished(() => screen.unmount());
  const second = screen.getByRole('button', { name: 'Second' });
  const before = second.element();
  await userEvent.keyboard('{Tab}{Tab}');
  await expect.element(second).toHaveFocus();
  arrive({ default: ({ children }) => <main>{children}</main> });
  await expect.element(screen.getByRole('main')).toBeInTheDocument();
  expect(second.element()).not.toBe(before);
  await expect.element(second).toHaveFocus();
});
