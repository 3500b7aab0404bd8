export const filesEnglish = {
  file: 'File',
  new: 'New pipeline',
  open: 'Open…',
  save: 'Save',
  'save-as': 'Save as…',
  recent: 'Recent pipelines…',
  versions: 'Versions…',
  'export-file': 'Pipeline file (.sluice.json)',
  share: 'Share…',
  saved: 'Saved {{name}}.',
  'save-failed': '{{name}} could not be saved.',
  'save-failed-hint':
    '{{reason}} The pipeline is kept in this browser; “Save as…” writes another file.',
  'open-failed': 'The file could not be opened.',
  cancel: 'Cancel',
  close: 'Close',
  remove: 'Remove {{name}} from this list',
  'remove-hint': 'Its file, if it has one, stays.',

  'banner-denied':
    'This browser stores nothing for this page: the pipeline lives in this tab alone.',
  'banner-full': 'There is no room left in this browser: the last changes are in this tab alone.',
  'banner-failed':
    'The last changes could not be stored in this browser: they are in this tab alone.',
  'banner-scarce':
    'Nearly all the room that this browser gives to this page is used. Remove recent pipelines that you need no longer, or save to a file.',
  'banner-save': 'Save to a file…',
  'banner-elsewhere': 'This pipeline is being edited in another tab. Here you can look at it.',
  'take-over': 'Take over',
  'banner-locked_one': '{{names}} needs your permission to be read again.',
  'banner-locked_other': '{{count}} data files need your permission to be read again: {{names}}.',
  allow: 'Allow',
  'banner-unkept_one': '{{names}} is too large to be kept: add it again after a reload.',
  'banner-unkept_other':
    '{{count}} data files are too large to be kept: add them again after a reload.',

  'recent-title': 'Recent pipelines',
  'recent-hint': 'Kept in this browser, as you left them.',
  'recent-empty': 'Nothing yet',
  'recent-empty-hint': 'Pipelines that you edit are kept here.',
  steps_one: '{{count}} step',
  steps_other: '{{count}} steps',
  'open-now': 'open now',
  'load-failed': 'The list could not be read.',

  'versions-title': 'Versions',
  'versions-hint': 'What this pipeline was. Returning to one can be undone.',
  'versions-empty': 'No earlier versions',
  'versions-empty-hint': 'One is kept every few minutes while you edit, and when you save.',
  'version-opened': 'As it was opened',
  'version-edited': 'While editing',
  'version-saved': 'Saved to a file',
  'version-before': 'Before it was replaced',
  'version-changes': 'What returning changes',
  'version-same': 'Nothing: it is the same as now.',
  'version-broken': 'This version cannot be read.',
  return: 'Return to this version',
  loading: 'Loading…',

  'inspected-newer':
    '{{name}} was made by a newer Sluice. What this one understands of it is drawn; the file is not written to.',
  'inspected-newer-whole':
    '{{name}} was made by a newer Sluice. This one cannot draw it; the file is not written to.',
  'inspected-newer-steps_one':
    '{{name}} has a step that this Sluice does not know. It is kept as it is; the file is not written to.',
  'inspected-newer-steps_other':
    '{{name}} has {{count}} steps that this Sluice does not know. They are kept as they are; the file is not written to.',
  'inspected-damaged_one':
    '{{name}} is damaged. What can be read of it is drawn; the file is not written to.',
  'inspected-damaged_other':
    '{{name}} is damaged in {{count}} places. What can be read of it is drawn; the file is not written to.',
  'inspected-damaged-whole_one':
    'No pipeline can be read from {{name}}. Its text is shown; the file is not written to.',
  'inspected-damaged-whole_other':
    'No pipeline can be read from {{name}}. Its text is shown; the file is not written to.',
  'inspected-details': 'What is wrong…',
  'edit-copy': 'Open an editable copy',
  'close-file': 'Close',
  'inspected-title': '{{name}}: what is wrong',
  'inspected-hint': 'The file is shown as it is. Choose a problem to see its place in the text.',
  'inspected-text': 'Text of the file',
  'inspected-problems': 'What is wrong',
  'part-lost':
    '“{{path}}” is not understood here. It stays in the file and is not in what is drawn.',
  'problems-more_one': 'and {{count}} more',
  'problems-more_other': 'and {{count}} more',
  'only-looked-at': 'to look at',

  'share-title': 'Share this pipeline',
  'share-hint':
    'The link holds the pipeline itself: its steps and settings, no data. Nothing is sent to any server.',
  'share-link': 'Link',
  'share-copy': 'Copy link',
  'share-copied': 'Link copied.',
  'share-not-copied': 'The browser does not let this page copy: select the link and copy it.',
  'share-length': '{{length}} characters',
  'share-long':
    'Mail and chat programs may cut links this long ({{length}} characters). Send the pipeline file instead.',
  'share-inline': 'Tables typed into the pipeline are part of it, so they are in the link.',

  'offer-title': 'Open this pipeline?',
  'offer-hint': 'Somebody shared it as a link. Nothing runs before you press Run.',
  'offer-steps': 'Its steps',
  'offer-more_one': 'and {{count}} more',
  'offer-more_other': 'and {{count}} more',
  'offer-files': 'It reads these files, which you will have to add',
  'offer-unknown': 'a kind of step that this Sluice does not have',
  'offer-open': 'Open',
  'link-broken-title': 'This link holds no pipeline',
  'link-broken-hint':
    'It was cut off or changed on its way. Ask for it again, or for the pipeline file.',

  'overwrite-title': '{{name}} was changed by another program',
  'overwrite-hint': 'Since it was opened here, something else wrote to it. Saving replaces that.',
  overwrite: 'Overwrite',
} as const;
