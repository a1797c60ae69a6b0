import { ToStringOptions } from 'yaml';

/**
 * How a YAML text is written, so that a change of one line does not show up as
 * a change of all.
 */
export function yamlStyle(yaml: string): ToStringOptions {
  const indent = /^( {1,8})\S/m.exec(yaml)?.[1].length ?? 2;
  return {
    lineWidth: 0,
    indent: indent > 1 ? indent : 2,
    // a list that stands below its key without being moved in
    indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /m.test(yaml),
    // [a, b] rather than [ a, b ]
    flowCollectionPadding: !/[:-] [[{][^\s{[\]}]/.test(yaml),
  };
}

/** Keeps the line ends of the text that was there before. */
export function withLineEndsOf(before: string, after: string): string {
  return before.includes('\r\n') ? after.replace(/\r?\n/g, '\r\n') : after;
}
