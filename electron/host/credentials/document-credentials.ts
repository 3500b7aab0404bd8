/** What one document may have of the credentials: those that a person granted to it. */
import { userError } from '../../../engine/contract/errors.ts';
import { credentialMissing } from '../../../engine/runtime/node-credentials.ts';
import type { FileToken } from '../api/file-methods.ts';
import type { FileService } from '../files/file-service.ts';
import type { DocumentCredentials } from '../host-services.ts';
import type { CredentialStore } from './credential-store.ts';
import type { Grants } from './grants.ts';

export interface GrantingCredentials extends DocumentCredentials {
  readonly grant: (name: string, document: DocumentReference) => Promise<void>;
}

interface DocumentReference {
  readonly file?: FileToken | undefined;
  readonly documentId?: string | undefined;
}

export function createDocumentCredentials(
  store: CredentialStore,
  grants: Grants,
  files: FileService,
): GrantingCredentials {
  /** A file by where it is: what is there is trusted as the folder is, and who may write into it. */
  const namesOf = async ({ file, documentId }: DocumentReference): Promise<string[]> => [
    ...(file === undefined ? [] : [`file:${await files.pathOf(file, 'read')}`]),
    ...(documentId === undefined ? [] : [`id:${documentId}`]),
  ];
  return {
    forDocument: (document) => ({
      resolve: async (name) => {
        // No question about what is not there; and no secret is asked for before it is allowed.
        if (!(await store.has(name))) throw credentialMissing(name);
        if (!(await grants.has(name, await namesOf(document)))) throw notGranted(name);
        return store.get(name);
      },
    }),
    grant: async (name, document) => {
      if (!(await store.has(name))) throw credentialMissing(name);
      await grants.add(name, await namesOf(document));
    },
  };
}

const notGranted = (name: string) =>
  userError('credential-not-granted', `This pipeline has not been allowed to use ${name} yet.`, {
    hint: 'Allow it once, if you know where the pipeline comes from and what it does.',
    detail: name,
  });
