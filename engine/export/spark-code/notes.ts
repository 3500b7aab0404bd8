/** What a README says of how the program is not the pipeline. */
import type { SparkProgram } from '../../spark/frame.ts';

/** Sections of Markdown, or nothing. */
export const notesText = (program: SparkProgram): string =>
  fixedText(program) + differencesText(program);

function fixedText({ fixed }: SparkProgram): string {
  const lines = fixed.map(
    ({ name, value, steps }) =>
      `- \`${name}\` stands fixed at \`${value ?? 'null'}\` in ${steps.map((step) => `\`${step}\``).join(', ')}. Export again for another value.\n`,
  );
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}

function differencesText({ notes }: SparkProgram): string {
  if (notes.length === 0) return '';
  const stepsOf = new Map<string, string[]>();
  for (const { message, step } of notes) {
    stepsOf.set(message, [...(stepsOf.get(message) ?? []), `\`${step}\``]);
  }
  const lines = [...stepsOf].map(([message, steps]) => `- ${steps.join(', ')}: ${message}\n`);
  return `\n## Where rows may differ from the pipeline's\n\n${lines.join('')}`;
}
