/** What the READMEs of all projects for Spark say of a pipeline. */
import type { SparkProgram } from '../../spark/frame.ts';
import { typeText } from '../../spark/types.ts';
import { sentence } from '../comments.ts';

/** A paragraph with the lines around it, or an empty line. */
export const readmeDescription = ({ description }: SparkProgram): string =>
  description === undefined ? '' : `\n${sentence(description)}\n`;

/** @param nameOf how a parameter is written as an argument */
export const readmeParameters = (
  { parameters }: SparkProgram,
  nameOf: (name: string) => string = (name) => name,
): string =>
  parameters
    .map(({ name, type, default: value, description }) => {
      const what = description === undefined ? '' : `${sentence(description)} `;
      const otherwise = value === null ? '' : `, \`${value}\` unless given`;
      return `- \`${nameOf(name)}\`: ${what}${typeText(type)}${otherwise}\n`;
    })
    .join('');
