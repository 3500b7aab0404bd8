/** Text. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const text = family('text', 'scalar');

export const TEXT: readonly FunctionEntry[] = [
  text('lower', '(text VARCHAR) → VARCHAR', 'In lower case.', ["lower('Hello')", 'hello'], {
    aliases: ['lcase'],
  }),
  text('upper', '(text VARCHAR) → VARCHAR', 'In upper case.', ["upper('Hello')", 'HELLO'], {
    aliases: ['ucase'],
  }),
  text(
    'trim',
    '(text VARCHAR, characters? VARCHAR) → VARCHAR',
    'Without spaces, or the given characters, at both ends.',
    ["trim('>>go<<', '><')", 'go'],
  ),
  text(
    'ltrim',
    '(text VARCHAR, characters? VARCHAR) → VARCHAR',
    'Without spaces, or the given characters, at the start.',
    ["ltrim('  go')", 'go'],
  ),
  text(
    'rtrim',
    '(text VARCHAR, characters? VARCHAR) → VARCHAR',
    'Without spaces, or the given characters, at the end.',
    ["rtrim('go!!', '!')", 'go'],
  ),
  text(
    'length',
    '(text VARCHAR) → BIGINT',
    'Number of characters; of a list, of items.',
    ["length('Hello🦆')", '6'],
    { aliases: ['len', 'char_length', 'character_length'] },
  ),
  text('strlen', '(text VARCHAR) → BIGINT', 'Number of bytes.', ["strlen('ö')", '2']),
  text('left', '(text VARCHAR, count BIGINT) → VARCHAR', 'The first characters.', [
    "left('Hello', 2)",
    'He',
  ]),
  text('right', '(text VARCHAR, count BIGINT) → VARCHAR', 'The last characters.', [
    "right('Hello', 3)",
    'llo',
  ]),
  text(
    'substring',
    '(text VARCHAR, start BIGINT, length? BIGINT) → VARCHAR',
    'Characters from a position, which counts from 1.',
    ["substring('Hello', 2, 3)", 'ell'],
    { aliases: ['substr'] },
  ),
  text('concat', '(values… ANY) → VARCHAR', 'Values one after the other; nulls count as empty.', [
    "concat('a', NULL, 'b', 1)",
    'ab1',
  ]),
  text(
    'concat_ws',
    '(separator VARCHAR, values… ANY) → VARCHAR',
    'Values with a separator between them; nulls are left out.',
    ["concat_ws(', ', 'a', NULL, 'b')", 'a, b'],
  ),
  text(
    'replace',
    '(text VARCHAR, find VARCHAR, replacement VARCHAR) → VARCHAR',
    'Every occurrence replaced.',
    ["replace('hello', 'l', '-')", 'he--o'],
  ),
  text(
    'translate',
    '(text VARCHAR, from VARCHAR, to VARCHAR) → VARCHAR',
    'Characters replaced one by one.',
    ["translate('12345', '143', 'ax')", 'a2x5'],
  ),
  text('reverse', '(text VARCHAR) → VARCHAR', 'Characters in reverse order.', [
    "reverse('hello')",
    'olleh',
  ]),
  text('repeat', '(text VARCHAR, count BIGINT) → VARCHAR', 'The text several times.', [
    "repeat('A', 5)",
    'AAAAA',
  ]),
  text(
    'lpad',
    '(text VARCHAR, length INTEGER, padding VARCHAR) → VARCHAR',
    'Filled up at the start to a length, or cut to it.',
    ["lpad('7', 3, '0')", '007'],
  ),
  text(
    'rpad',
    '(text VARCHAR, length INTEGER, padding VARCHAR) → VARCHAR',
    'Filled up at the end to a length, or cut to it.',
    ["rpad('hi', 4, '.')", 'hi..'],
  ),
  text(
    'contains',
    '(text VARCHAR, search VARCHAR) → BOOLEAN',
    'Whether the text holds another; also for lists and maps.',
    ["contains('Hello', 'ell')", 'true'],
  ),
  text(
    'starts_with',
    '(text VARCHAR, search VARCHAR) → BOOLEAN',
    'Whether the text begins with another.',
    ["starts_with('Hello', 'He')", 'true'],
  ),
  text(
    'ends_with',
    '(text VARCHAR, search VARCHAR) → BOOLEAN',
    'Whether the text ends with another.',
    ["ends_with('Hello', 'lo')", 'true'],
    { aliases: ['suffix'] },
  ),
  text(
    'instr',
    '(text VARCHAR, search VARCHAR) → BIGINT',
    'Position of the first occurrence, from 1; 0 when there is none.',
    ["instr('test', 'es')", '2'],
    { aliases: ['strpos'] },
  ),
  text(
    'ascii',
    '(text VARCHAR) → INTEGER',
    'Unicode number of the first character.',
    ["ascii('A')", '65'],
    { aliases: ['ord', 'unicode'] },
  ),
  text('chr', '(code INTEGER) → VARCHAR', 'The character of a Unicode number.', ['chr(65)', 'A']),
  text('strip_accents', '(text VARCHAR) → VARCHAR', 'Letters without their accents.', [
    "strip_accents('mühleisen')",
    'muhleisen',
  ]),
  text('nfc_normalize', '(text VARCHAR) → VARCHAR', 'Unicode normal form NFC.', [
    "nfc_normalize('ardèch')",
    'ardèch',
  ]),
  text(
    'split_part',
    '(text VARCHAR, separator VARCHAR, index BIGINT) → VARCHAR',
    'One part of a text cut at a separator; counts from 1.',
    ["split_part('a;b;c', ';', 2)", 'b'],
  ),
  text(
    'string_split',
    '(text VARCHAR, separator VARCHAR) → VARCHAR[]',
    'Parts of a text cut at a separator.',
    ["string_split('a b c', ' ')", '[a, b, c]'],
    { aliases: ['str_split', 'split', 'string_to_array'] },
  ),
  text(
    'string_split_regex',
    '(text VARCHAR, pattern VARCHAR, options? VARCHAR) → VARCHAR[]',
    'Parts of a text cut at a pattern.',
    ["string_split_regex('a, b;c', '[,;] *')", '[a, b, c]'],
    { aliases: ['str_split_regex', 'regexp_split_to_array'] },
  ),
  text(
    'regexp_matches',
    '(text VARCHAR, pattern VARCHAR, options? VARCHAR) → BOOLEAN',
    'Whether a part of the text matches.',
    ["regexp_matches('anabanana', '(an)+')", 'true'],
  ),
  text(
    'regexp_full_match',
    '(text VARCHAR, pattern VARCHAR, options? VARCHAR) → BOOLEAN',
    'Whether the whole text matches.',
    ["regexp_full_match('anabanana', '(an)+')", 'false'],
  ),
  text(
    'regexp_extract',
    '(text VARCHAR, pattern VARCHAR, group? INTEGER) → VARCHAR',
    'The first match, or one of its groups; empty when there is none.',
    ["regexp_extract('order-42', '(\\\\w+)-(\\\\d+)', 2)", ''],
  ),
  text(
    'regexp_extract_all',
    '(text VARCHAR, pattern VARCHAR, group? INTEGER) → VARCHAR[]',
    'Every match, or a group of each.',
    ["regexp_extract_all('a1 b22', '\\\\d+')", '[]'],
  ),
  text(
    'regexp_replace',
    '(text VARCHAR, pattern VARCHAR, replacement VARCHAR, options? VARCHAR) → VARCHAR',
    "The first match replaced; every match with option 'g'.",
    ["regexp_replace('hello', '[lo]', '-', 'g')", 'he---'],
  ),
  text('regexp_escape', '(text VARCHAR) → VARCHAR', 'A pattern that matches the text itself.', [
    "regexp_escape('a.b')",
    'a\\.b',
  ]),
  text(
    'like_escape',
    '(text VARCHAR, pattern VARCHAR, escape VARCHAR) → BOOLEAN',
    'LIKE with an escape character.',
    ["like_escape('a%c', 'a$%c', '$')", 'true'],
  ),
  text(
    'format',
    '(format VARCHAR, values… ANY) → VARCHAR',
    'Values put into the {} of a text (fmt syntax).',
    ["format('{} has {:.1f} %', 'tax', 7.25)", 'tax has 7.2 %'],
  ),
  text(
    'printf',
    '(format VARCHAR, values… ANY) → VARCHAR',
    'Values put into a text (printf syntax).',
    ["printf('%05d', 42)", '00042'],
  ),
  text(
    'bar',
    '(value DOUBLE, low DOUBLE, high DOUBLE, width? DOUBLE) → VARCHAR',
    'A bar of blocks.',
    ['bar(5, 0, 20, 8)', '██      '],
  ),
  text(
    'levenshtein',
    '(a VARCHAR, b VARCHAR) → BIGINT',
    'Edits (insert, delete, replace) that turn one text into the other.',
    ["levenshtein('duck', 'db')", '3'],
    { aliases: ['editdist3'] },
  ),
  text(
    'damerau_levenshtein',
    '(a VARCHAR, b VARCHAR) → BIGINT',
    'Edits as for levenshtein, and swaps of neighbours.',
    ["damerau_levenshtein('duck', 'udcks')", '2'],
  ),
  text(
    'hamming',
    '(a VARCHAR, b VARCHAR) → BIGINT',
    'Positions at which texts of one length differ.',
    ["hamming('duck', 'luck')", '1'],
    { aliases: ['mismatches'] },
  ),
  text(
    'jaccard',
    '(a VARCHAR, b VARCHAR) → DOUBLE',
    'Similarity of the sets of characters, 0 to 1.',
    ["jaccard('duck', 'luck')", '0.6'],
  ),
  text('jaro_similarity', '(a VARCHAR, b VARCHAR) → DOUBLE', 'Jaro similarity, 0 to 1.', [
    "round(jaro_similarity('duck', 'duckdb'), 3)",
    '0.889',
  ]),
  text(
    'jaro_winkler_similarity',
    '(a VARCHAR, b VARCHAR) → DOUBLE',
    'Jaro similarity that favours equal starts, 0 to 1.',
    ["round(jaro_winkler_similarity('duck', 'duckdb'), 3)", '0.933'],
  ),
  text('bit_length', '(text VARCHAR) → BIGINT', 'Number of bits.', ["bit_length('abc')", '24']),
  text(
    'to_base',
    '(value BIGINT, radix INTEGER, length? INTEGER) → VARCHAR',
    'A whole number in another base, 2 to 36.',
    ['to_base(42, 16)', '2A'],
  ),
  text('hex', '(value ANY) → VARCHAR', 'In hexadecimal.', ['hex(42)', '2A'], {
    aliases: ['to_hex'],
  }),
  text('bin', '(value BIGINT) → VARCHAR', 'In binary.', ['bin(42)', '101010'], {
    aliases: ['to_binary'],
  }),
  text('base64', '(data BLOB) → VARCHAR', 'In base64.', ["base64('A'::BLOB)", 'QQ=='], {
    aliases: ['to_base64'],
  }),
  text('from_base64', '(text VARCHAR) → BLOB', 'Data from base64.', ["from_base64('QQ==')", 'A']),
  text('url_encode', '(text VARCHAR) → VARCHAR', 'With percent signs, as in a URL.', [
    "url_encode('a b/c')",
    'a%20b%2Fc',
  ]),
  text('url_decode', '(text VARCHAR) → VARCHAR', 'Percent signs decoded.', [
    "url_decode('a%20b')",
    'a b',
  ]),
  text(
    'parse_filename',
    '(path VARCHAR, trim_extension? BOOLEAN) → VARCHAR',
    'Last part of a path.',
    ["parse_filename('path/to/file.csv', true)", 'file'],
  ),
];
