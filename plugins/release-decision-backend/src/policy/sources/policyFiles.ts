/** Limits of what one source may hold; a policy has a few files of a few kB. */
export const MAX_FILE_BYTES = 1024 * 1024;
export const MAX_FILES = 200;
export const MAX_SOURCE_BYTES = 8 * 1024 * 1024;

/** YAML files, but not hidden ones, which belong to tools such as CI. */
export const isPolicyFile = (name: string) =>
  !name.startsWith('.') && /\.ya?ml$/.test(name);

/** @throws Error saying in what way the bytes are not a policy file. */
export function decodePolicyFile(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_FILE_BYTES) {
    throw new Error(`it is larger than ${MAX_FILE_BYTES} bytes`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error('it is not UTF-8 text', { cause: error });
  }
}
