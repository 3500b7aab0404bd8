/** The colours of code, from the tokens of the interface alone. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';

export const codeColours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.tagName], color: 'var(--accent)', fontWeight: '600' },
    { tag: tags.function(tags.variableName), color: 'var(--category-aggregate)' },
    { tag: tags.special(tags.variableName), color: 'var(--category-combine)' },
    { tag: tags.string, color: 'var(--ok)' },
    { tag: tags.number, color: 'var(--category-input)' },
    { tag: tags.comment, color: 'var(--faint)', fontStyle: 'italic' },
    { tag: tags.heading, fontWeight: '600' },
    { tag: [tags.operator, tags.punctuation, tags.bracket], color: 'var(--soft)' },
    { tag: [tags.variableName, tags.propertyName], color: 'var(--ink)' },
  ]),
);
