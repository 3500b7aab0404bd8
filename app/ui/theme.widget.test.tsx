/** Light and dark: chosen or the system's, remembered, and legible in both. */
import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { Button } from './Button.tsx';
import { Message } from './Message.tsx';
import { chooseTheme, shownTheme, themeChoice, useTheme, useThemeChoice } from './theme.ts';

afterEach(() => chooseTheme('system'));

function Shown() {
  return <output>{`${useThemeChoice()}: ${useTheme()}`}</output>;
}

test('a choice is applied, told and remembered; the system counts again when it is taken back', async () => {
  const screen = await render(<Shown />);
  const output = screen.getByRole('status');
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  await expect.element(output).toHaveTextContent(`system: ${system}`);
  for (const choice of ['dark', 'light'] as const) {
    chooseTheme(choice);
    await expect.element(output).toHaveTextContent(`${choice}: ${choice}`);
    expect(document.documentElement.dataset['theme']).toBe(choice);
    expect(localStorage.getItem('sluice.theme')).toBe(choice);
  }
  chooseTheme('system');
  expect([themeChoice(), shownTheme()]).toEqual(['system', system]);
  await screen.unmount();
});

/** Relative luminance as WCAG 2 defines it, of a colour as the browser computes it. */
function luminance(colour: string): number {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  if (canvas === null) throw new Error('no canvas');
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function backgroundOf(element: Element | null): string {
  for (let at = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(?:transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  throw new Error('no background');
}

function contrast(element: Element): number {
  const [light = 0, dark = 0] = [getComputedStyle(element).color, backgroundOf(element)]
    .map(luminance)
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test.each(['light', 'dark'] as const)(
  '%s: texts of buttons and messages have contrast',
  async (theme) => {
    chooseTheme(theme);
    const screen = await render(
      <>
        <Button>Plain</Button>
        <Button kind="primary">Main</Button>
        <Button kind="quiet">Quiet</Button>
        <Message kind="error" title="It failed">
          Because.
        </Message>
      </>,
    );
    for (const text of ['Plain', 'Main', 'Quiet', 'It failed', 'Because.']) {
      expect(contrast(screen.getByText(text, { exact: true }).element()), text).toBeGreaterThan(
        4.5,
      );
    }
    await screen.unmount();
  },
);
