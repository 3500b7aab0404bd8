import type { EngineError } from '../../../engine/contract/errors.ts';
import type { Computer } from '../../platform/computer.ts';

/** Asks for the clusters anew, for all who show them. @returns why they could not be read */
export async function loadClusters(computer: Computer): Promise<EngineError | undefined> {
  const answer = await computer.client.call('clusters.list', {});
  if (!answer.ok) return answer.error;
  computer.store.setState({ clusters: answer.value });
  return undefined;
}
