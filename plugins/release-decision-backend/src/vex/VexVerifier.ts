import {
  Submission,
  VexFinding,
} from '@adaptive-delivery/plugin-release-common';
import { judgeVex } from './judgeVex';
import { TrustedKey, readVexDocument } from './readVexDocument';

/** Finds out which vulnerabilities signed VEX statements excuse. */
export class VexVerifier {
  constructor(private readonly keys: readonly TrustedKey[]) {}

  /**
   * @param rules.maxAgeDays - an older statement excuses nothing
   * @throws ContractError naming the path of what is no VEX document.
   */
  async verify(
    submission: Submission,
    rules: { maxAgeDays: number; now: Date },
  ): Promise<VexFinding[]> {
    const { vexStatements = [] } = submission.riskInputs;
    const documents = await Promise.all(
      vexStatements.map(({ envelope }, index) =>
        readVexDocument(
          envelope,
          this.keys,
          `riskInputs.vexStatements[${index}].envelope`,
        ),
      ),
    );
    return judgeVex(submission, documents, rules);
  }
}
