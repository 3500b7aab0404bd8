/** The sample pipelines of the start page. Their files lie beside the app, under samples/. */
export interface Sample {
  /** `samples/<id>.sluice.json`. */
  readonly id: string;
  /** Data files under samples/. */
  readonly files: readonly string[];
  /** The step whose rows are shown first. */
  readonly shows: string;
  /** Node type whose icon it has. */
  readonly icon: string;
}

export const SAMPLES: readonly Sample[] = [
  {
    id: 'late-flights',
    files: ['flights-3m.parquet', 'airports.csv'],
    shows: 'plausible',
    icon: 'input.parquet',
  },
  { id: 'movie-genres', files: ['movies.json'], shows: 'typed', icon: 'input.json' },
  { id: 'bird-strikes', files: ['birdstrikes.csv'], shows: 'tidy', icon: 'input.csv' },
  { id: 'weather-by-month', files: ['weather.csv'], shows: 'months', icon: 'aggregate.pivot' },
];
