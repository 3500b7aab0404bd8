/** Menus, dialogs and boxes that suggest: by keyboard, with the focus kept inside and given back. */
import { useState } from 'react';
import { expect, onTestFinished, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Menu } from './Menu.tsx';
import { Popover } from './Popover.tsx';
import { Suggest } from './Suggest.tsx';

async function mount(part: React.ReactNode) {
  const screen = await render(part);
  onTestFinished(() => screen.unmount());
  return screen;
}

const press = (keys: string): Promise<void> => userEvent.keyboard(keys);

test('a menu: arrow keys, letters, disabled entries, Escape gives the focus back', async () => {
  const chosen: string[] = [];
  const entry = (label: string, disabled = false) => ({
    label,
    disabled,
    onSelect: () => chosen.push(label),
  });
  const entries = [entry('Open'), entry('Save', true), 'separator', entry('Share')] as const;
  const screen = await mount(<Menu trigger={<Button>File</Button>} entries={entries} />);
  const button = screen.getByRole('button', { name: 'File' });
  (button.element() as HTMLElement).focus();
  await press('{Enter}');
  await expect.element(page.getByRole('menuitem', { name: 'Open' })).toHaveFocus();
  await press('s');
  await press('{Escape}');
  await expect.element(button).toHaveFocus();
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument();
  expect(chosen).toEqual([]);
  await press('{ArrowDown}');
  await expect.element(page.getByRole('menuitem', { name: 'Open' })).toHaveFocus();
  await press('{ArrowUp}');
  await expect.element(page.getByRole('menuitem', { name: 'Share' })).toHaveFocus();
  await press('{Enter}');
  await expect.poll(() => chosen).toEqual(['Share']);
  await expect.element(button).toHaveFocus();
});

function Shifting({ onChoose }: { readonly onChoose: () => void }) {
  const [isLeft, setLeft] = useState(false);
  return (
    <>
      <input aria-label="Field" onBlur={() => setLeft(true)} />
      {isLeft ? <p style={{ height: 200 }}>Wrong</p> : null}
      <Menu trigger={<Button>More</Button>} entries={[{ label: 'Reset', onSelect: onChoose }]} />
    </>
  );
}

test('a menu stays when its button moves away while it is pressed', async () => {
  let chosen = 0;
  const screen = await mount(<Shifting onChoose={() => (chosen += 1)} />);
  await screen.getByLabelText('Field').click();
  const button = screen.getByRole('button', { name: 'More' }).element();
  const { left, top, width, height } = button.getBoundingClientRect();
  const mouse = { bubbles: true, clientX: left + width / 2, clientY: top + height / 2, detail: 1 };
  const pointer = { ...mouse, pointerType: 'mouse', width: 1, height: 1, pressure: 0.5 };
  button.dispatchEvent(new PointerEvent('pointerdown', pointer));
  button.dispatchEvent(new MouseEvent('mousedown', mouse));
  // As the browser does next: what was wrong with the field is said, and the button moves.
  (button as HTMLElement).focus();
  const entry = page.getByRole('menuitem', { name: 'Reset' });
  await expect.element(entry).toBeVisible();
  const under = document.elementFromPoint(mouse.clientX, mouse.clientY);
  expect(under).not.toBe(button);
  under?.dispatchEvent(new MouseEvent('mouseup', mouse));
  await entry.click();
  expect(chosen).toBe(1);
});

function Asking() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Ask</Button>
      <Button>Outside</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Rename"
        description="Everywhere"
        actions={<Button onClick={() => setOpen(false)}>Done</Button>}
      >
        <Suggest
          aria-label="New name"
          value=""
          onChange={() => undefined}
          items={[{ value: 'total' }, { value: 'sum' }]}
        />
      </Dialog>
    </>
  );
}

test('a dialog: named, the focus stays in it, Escape closes the list first and then the dialog', async () => {
  const screen = await mount(<Asking />);
  const ask = screen.getByRole('button', { name: 'Ask' });
  await ask.click();
  const dialog = page.getByRole('dialog', { name: 'Rename' });
  await expect.element(dialog).toHaveAccessibleDescription('Everywhere');
  const name = page.getByRole('combobox', { name: 'New name' });
  await expect.element(name).toHaveFocus();
  for (let n = 0; n < 8; n += 1) {
    await userEvent.tab();
    expect(dialog.element().contains(document.activeElement)).toBe(true);
  }
  await name.click();
  await expect.element(page.getByRole('option', { name: 'total' })).toBeInTheDocument();
  await press('{Escape}');
  await expect.element(page.getByRole('option', { name: 'total' })).not.toBeInTheDocument();
  await expect.element(dialog).toBeInTheDocument();
  await press('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(ask).toHaveFocus();
});

test('a popover gives the focus back, and says that it was closed', async () => {
  let closed = 0;
  const screen = await mount(
    <Popover label="Several" trigger={<Button>More</Button>} onClosed={() => (closed += 1)}>
      <Button>Inside</Button>
    </Popover>,
  );
  const button = screen.getByRole('button', { name: 'More' });
  await button.click();
  await expect.element(page.getByRole('button', { name: 'Inside' })).toBeInTheDocument();
  await press('{Escape}');
  await expect.element(button).toHaveFocus();
  expect(closed).toBe(1);
});

const many = Array.from({ length: 10_000 }, (_, index) => ({ value: `value ${index}` }));

function Suggesting({ onPick }: { readonly onPick?: (value: string) => void }) {
  const [value, setValue] = useState('');
  return (
    <Suggest
      aria-label="Value"
      value={value}
      onChange={setValue}
      items={many}
      {...(onPick === undefined ? {} : { onPick })}
    />
  );
}

test('of ten thousand suggestions those in sight are there; the keys go round and in pages', async () => {
  const screen = await mount(<Suggesting />);
  const box = screen.getByRole('combobox', { name: 'Value' });
  await box.click();
  const options = screen.getByRole('option');
  await expect.element(options.first()).toHaveAttribute('aria-setsize', '10000');
  expect(options.elements().length).toBeLessThan(40);
  const active = (): string | null | undefined => {
    const id = box.element().getAttribute('aria-activedescendant');
    return id === null ? undefined : document.getElementById(id)?.textContent;
  };
  await press('{ArrowUp}');
  await expect.poll(active).toBe('value 9999');
  await press('{ArrowDown}');
  await expect.poll(active).toBe('value 0');
  await press('{PageDown}');
  await expect.poll(active).toBe('value 10');
  await press('{Enter}');
  await expect.element(box).toHaveValue('value 10');
  // Opened over what is there, the list offers all; typed, what fits.
  await press('{ArrowDown}');
  await expect.element(options.first()).toHaveAttribute('aria-setsize', '10000');
  await box.fill('value 99');
  await expect.element(options.first()).toHaveAttribute('aria-setsize', '111');
});

test('any other text may stand in the box: Enter confirms it', async () => {
  const picked: string[] = [];
  const screen = await mount(<Suggesting onPick={(value) => picked.push(value)} />);
  await screen.getByRole('combobox', { name: 'Value' }).fill('my own');
  await press('{Enter}');
  expect(picked).toEqual(['my own']);
});
