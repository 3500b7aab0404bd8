/** String literals of Scala and Java. */
export function jvmText(value: string): string {
  let text = '';
  for (const unit of Array.from({ length: value.length }, (_, i) => value.charAt(i))) {
    const code = unit.charCodeAt(0);
    if (unit === '\\' || unit === '"') text += `\\${unit}`;
    else if (unit === '\n') text += '\\n';
    else if (unit === '\r') text += '\\r';
    else if (unit === '\t') text += '\\t';
    else if (code < 32 || code === 127 || code === 0x2028 || code === 0x2029) {
      text += `\\u${code.toString(16).padStart(4, '0')}`;
    } else text += unit;
  }
  return `"${text}"`;
}

/** `late_flights` as `lateFlights`. */
export function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words
    .map((word, i) => (i === 0 ? lowerFirst(word) : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  return /^[A-Za-z]/.test(joined) ? joined : `step${joined}`;
}

const lowerFirst = (word: string): string =>
  /^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1);

/** A class name from the pipeline's title. */
export function className(title: string): string {
  const name = camelCase(title.normalize('NFKD').replace(/[^\x20-\x7e]/g, ''));
  const upper = name.charAt(0).toUpperCase() + name.slice(1);
  return `${upper === 'Step' ? '' : upper}Pipeline`.replace(/PipelinePipeline$/, 'Pipeline');
}
