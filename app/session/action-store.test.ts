import { expect, it, vi } from 'vitest';
import { createActionStore, registerActions, runAction } from './action-store.ts';

const action = (id: string, isEnabled = true) => ({
  id,
  title: id,
  group: 'Files',
  isEnabled: () => isEnabled,
  run: vi.fn(),
});

it('an action asked for before its feature is there is carried out once it is, once', async () => {
  const store = createActionStore();
  runAction(store, 'file.save');
  runAction(store, 'file.save');
  registerActions(store, [action('file.open')]);
  const save = action('file.save');
  const unregister = registerActions(store, [save]);
  expect(save.run).not.toHaveBeenCalled();
  await Promise.resolve();
  expect(save.run).toHaveBeenCalledTimes(1);
  unregister();
  registerActions(store, [save]);
  await Promise.resolve();
  expect(save.run).toHaveBeenCalledTimes(1);
});

it('of several asked for in vain, the last is meant', async () => {
  const store = createActionStore();
  runAction(store, 'file.open');
  runAction(store, 'file.share');
  const [open, share] = [action('file.open'), action('file.share')];
  registerActions(store, [open, share]);
  await Promise.resolve();
  expect(open.run).not.toHaveBeenCalled();
  expect(share.run).toHaveBeenCalledTimes(1);
});

it('one that cannot be done by then is not', async () => {
  const store = createActionStore();
  runAction(store, 'canvas.align');
  const align = action('canvas.align', false);
  registerActions(store, [align]);
  await Promise.resolve();
  expect(align.run).not.toHaveBeenCalled();
});
