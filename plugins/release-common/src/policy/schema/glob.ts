import { text } from '../../contracts/primitives';

/** A lower-case reference in which `*` stands for any characters. */
export const glob = text(200).regex(
  /^[a-z0-9*][a-z0-9*:._/-]*$/,
  'must be a lower-case reference in which * stands for any characters',
);
