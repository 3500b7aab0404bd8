/** The palette lists what can be done, also what only comes while it is open. */
import { expect, test } from 'vitest';
import { openStudio, show } from '../boot/testing/open-studio.tsx';
import { registerActions } from '../session/action-store.ts';
import { CommandPalette } from './CommandPalette.tsx';

test('an action whose feature is loaded later is listed, and is gone with its feature', async () => {
  const studio = await openStudio(
    { step: { type: 'input.csv', params: { path: 'a.csv' } } },
    'step',
  );
  const palette = <CommandPalette used={[]} onUse={() => undefined} onClose={() => undefined} />;
  const screen = await show(studio, palette);
  const late = screen.getByRole('option', { name: 'Connections' });
  await expect.element(screen.getByRole('option', { name: /step/ })).toBeInTheDocument();
  expect(late.query()).toBeNull();
  const remove = registerActions(studio.actions, [
    { id: 'late', title: 'Connections', group: 'Late', run: () => undefined },
  ]);
  await expect.element(late).toBeInTheDocument();
  remove();
  await expect.poll(() => late.query()).toBeNull();
});
