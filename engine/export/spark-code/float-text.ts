/** A DOUBLE as a literal that no language takes for a whole number: `1` as `1.0`, `.5E+3` as `0.5e3`. */
export function floatText(value: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = ''] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]\+?(-?\d+))?$/.exec(value) ?? [];
  const digits = `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}`;
  if (exponent !== '') return `${digits}${fraction === '' ? '' : `.${fraction}`}e${exponent}`;
  return `${digits}.${fraction === '' ? '0' : fraction}`;
}
