/** The composition root of the runner page. */
import { registry } from '../../nodes/registry.ts';
import { mountRunner } from '../runner/mount.ts';
import '../runner/runner.css';
import { createEngineClient } from './engine-client.ts';
import { asRunnerClient } from './runner-client.ts';

const root = document.querySelector<HTMLElement>('#root');
if (root === null) throw new Error('the page has no #root');

// `?workers=2` overrides the number of cores, to measure how a run scales.
const workers = Number(new URLSearchParams(location.search).get('workers'));
const client = createEngineClient(Number.isInteger(workers) && workers > 0 ? { workers } : {});
mountRunner(root, asRunnerClient(client), registry);
