/** Texts of comparisons; part of the namespace `cluster`. */
export const compareEnglish = {
  'comparison-action': 'Compare with {{name}}…',
  'comparison-action-none': 'Compare with a cluster…',
  'comparison-title': 'Here and on {{name}}',
  'comparison-hint':
    'A sample goes through the pipeline on this computer and on the cluster. Nothing is written.',
  'comparison-close': 'Close',
  'comparison-push': 'Push to {{name}}…',
  'comparison-stop': 'Stop',
  'comparison-again': 'Compare again',
  'comparison-show-step': 'Show step',
  'comparison-rows': 'Rows of the largest source',
  'comparison-rows-wrong': '1 to 50,000',

  'comparison-stage-sample': 'Taking a sample of the sources…',
  'comparison-stage-here': 'Computing on this computer…',
  'comparison-stage-there': 'Computing on {{name}}…',
  'comparison-stage-compare': 'Comparing…',
  'comparison-is-stopped': 'The comparison was stopped',
  'comparison-failed': 'The comparison failed',
  'comparison-refused': 'The pipeline does not run on {{name}}',
  'comparison-refused-hint': 'Choose a step to go to it.',
  'comparison-pipeline': 'The pipeline',

  'comparison-all-equal': 'Both sides give the same rows',
  'comparison-some-differ_one': 'One output differs',
  'comparison-some-differ_other': '{{count}} outputs differ',
  'comparison-all-empty': 'The sample leaves no rows to compare',
  'comparison-times': '{{here}} here, {{there}} on {{name}}',

  'comparison-sample': 'Sample',
  'comparison-sample-none': 'no source has files: all rows were compared',
  'comparison-source-whole_one': '{{step}}: its one row',
  'comparison-source-whole_other': '{{step}}: all {{rows}} rows',
  'comparison-source-first_one': '{{step}}: the first row',
  'comparison-source-first_other': '{{step}}: the first {{rows}} rows',
  'comparison-source-there': 'read by the cluster',
  'comparison-only-sample': 'Rows beyond the sample were not compared.',

  'comparison-outputs': 'Outputs',
  'comparison-badge-equal': 'equal',
  'comparison-badge-different': 'different',
  'comparison-badge-empty': 'no rows',
  'comparison-equal-rows_one': 'Equal: the one row is the same on both sides.',
  'comparison-equal-rows_other': 'Equal: {{rows}} rows are the same on both sides.',
  'comparison-close-rows_one':
    'One row is equal but for floating-point numbers that differ by less than one billionth.',
  'comparison-close-rows_other':
    '{{rows}} rows are equal but for floating-point numbers that differ by less than one billionth.',
  'comparison-empty':
    'No rows on either side: the sample leaves none, so nothing was compared. More rows of the sources may.',
  'comparison-different':
    '{{here}} of {{hereOf}} rows here and {{there}} of {{thereOf}} rows on {{name}} have no equal one on the other side.',
  'comparison-order':
    'The rows are the same, but not in the same order: by {{by}}, row {{row}} is the first to differ.',
  'comparison-only-here': 'Columns that are only here: {{columns}}',
  'comparison-only-there': 'Columns that are only on {{name}}: {{columns}}',
  'comparison-type': '{{column}} is {{here}} here and {{there}} on {{name}}.',
  'comparison-cast':
    '{{column}}: {{name}} computes {{from}}, and a push casts it to {{to}}, as was done here.',
  'comparison-notes': 'How rows may differ',

  'comparison-legend': 'In a cell that differs:',
  'comparison-here': 'here',
  'comparison-there': 'on {{name}}',
  'comparison-only-different': 'Only columns that differ',
  'comparison-row-changed': 'differs',
  'comparison-row-here': 'only here',
  'comparison-row-there': 'only on {{name}}',
  'comparison-row-kind': 'Row',
  'comparison-grid': 'Rows of {{step}} that differ',
  'comparison-shown': '{{shown}} of {{all}} differing rows are listed',
  'comparison-more': 'Show more',
  'comparison-null': 'null',
  'comparison-empty-text': 'empty text',
} as const;
