/** The methods of SparkConnectService as gRPC calls them: a path, and messages to bytes and back. */
import type { DescMessage, DescMethod, MessageShape } from '@bufbuild/protobuf';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { deserialize, serialize } from '@grpc/grpc-js';
import { SparkConnectService } from './generated/spark/connect/base_pb.ts';

/** One RPC. `name` is the protocol's own: `ExecutePlan`. */
export interface Rpc<Request, Response> {
  readonly name: string;
  readonly path: string;
  readonly serialize: serialize<Request>;
  readonly deserialize: deserialize<Response>;
}

function rpc<Input extends DescMessage, Output extends DescMessage>(
  method: DescMethod & { readonly input: Input; readonly output: Output },
): Rpc<MessageShape<Input>, MessageShape<Output>> {
  return {
    name: method.name,
    path: `/${method.parent.typeName}/${method.name}`,
    serialize: (request) => asBuffer(toBinary(method.input, request)),
    // Bytes fields of the answer are views of the message, not copies.
    deserialize: (bytes) => fromBinary(method.output, bytes),
  };
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const { method } = SparkConnectService;

export const RPC = {
  executePlan: rpc(method.executePlan),
  analyzePlan: rpc(method.analyzePlan),
  config: rpc(method.config),
  addArtifacts: rpc(method.addArtifacts),
  artifactStatus: rpc(method.artifactStatus),
  interrupt: rpc(method.interrupt),
  reattachExecute: rpc(method.reattachExecute),
  releaseExecute: rpc(method.releaseExecute),
  releaseSession: rpc(method.releaseSession),
  fetchErrorDetails: rpc(method.fetchErrorDetails),
  getStatus: rpc(method.getStatus),
} as const;
