export const uiEnglish = {
  suggestions: 'Suggestions',
  close: 'Close',
  dismiss: 'Do not show this again',
  search: 'Search',
  'tick-all': 'All',
  'tick-none': 'None',
  ticked: '{{count}} chosen',
  'panel-crashed': '{{name}} stopped working',
  'panel-crashed-hint': 'Your pipeline is safe: everything else goes on.',
  'panel-retry': 'Try again',
} as const;
