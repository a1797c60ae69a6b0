import {
  AttestationBundle,
  DecisionRecord,
} from '@adaptive-delivery/plugin-release-common';
import {
  EmptyState,
  ErrorState,
  LoadingLines,
  Panel,
  Pill,
  RelativeTime,
  Snippet,
  describeError,
  releaseDecisionApiRef,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Cancel from '@mui/icons-material/Cancel';
import CheckCircle from '@mui/icons-material/CheckCircle';
import Download from '@mui/icons-material/Download';
import VerifiedUser from '@mui/icons-material/VerifiedUser';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { Evidence, checkEvidence } from '../domain/evidence';

type Checked = { evidence: Evidence; attestation: AttestationBundle };
type State = 'unasked' | 'asking' | { error: unknown } | Checked;

/** Asks for what is attested, and verifies it in this browser. */
function useEvidence(id: string): [State, () => void] {
  const api = useApi(releaseDecisionApiRef);
  const [state, setState] = useState<State>('unasked');
  const isAsking = state === 'asking';
  useEffect(() => {
    if (!isAsking) return undefined;
    const abort = new AbortController();
    const { signal } = abort;
    const check = async (): Promise<State> => {
      const [attestation, keys] = await Promise.all([
        api.getAttestation(id, { signal }),
        api.getKeys({ signal }),
      ]);
      return { attestation, evidence: await checkEvidence(attestation, keys) };
    };
    check().then(
      found => signal.aborted || setState(found),
      error => signal.aborted || setState({ error }),
    );
    return () => abort.abort();
  }, [api, id, isAsking]);
  return [state, () => setState('asking')];
}

function Statements({ rows }: Pick<Evidence, 'rows'>) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label="Signed statements"
        sx={{ '& th, & td': { px: 1, wordBreak: 'normal' } }}
      >
        <TableHead>
          <TableRow>
            <TableCell>Statement</TableCell>
            <TableCell>Signed</TableCell>
            <TableCell>Key</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={row.sha256}>
              <TableCell component="th" scope="row" title={row.sha256}>
                {row.title}
              </TableCell>
              <TableCell>
                <RelativeTime at={row.signedAt} />
              </TableCell>
              <TableCell>
                {row.keys.map(({ keyId, status }) => (
                  <div key={keyId}>
                    <code>{keyId}</code>
                    {status === 'current' ? '' : ` (${status})`}
                  </div>
                ))}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function DownloadLink(props: { attestation: AttestationBundle; name: string }) {
  const { attestation, name } = props;
  const [href, setHref] = useState<string>();
  useEffect(() => {
    const url = URL.createObjectURL(
      new Blob([JSON.stringify(attestation, null, 2)], {
        type: 'application/json',
      }),
    );
    setHref(url);
    return () => URL.revokeObjectURL(url);
  }, [attestation]);
  return (
    <Button
      size="small"
      href={href ?? ''}
      disabled={!href}
      component="a"
      download={name}
      startIcon={<Download />}
    >
      Download
    </Button>
  );
}

function Result(props: { checked: Checked; record: DecisionRecord }) {
  const { evidence, attestation } = props.checked;
  const file = `decision-${props.record.id}.json`;
  if (evidence.rows.length === 0 && evidence.faults.length === 0) {
    return (
      <EmptyState title="Nothing is signed about this decision">
        It was made while the portal had no key to sign with.
      </EmptyState>
    );
  }
  return (
    <>
      {evidence.faults.map(words => (
        <Alert key={words} severity="error" sx={{ mb: 1 }}>
          {words}
        </Alert>
      ))}
      <Statements rows={evidence.rows} />
      <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
        Checked in this browser, with the keys that this portal names. To prove
        it with keys from elsewhere, take the file:
      </Typography>
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}
      >
        <DownloadLink attestation={attestation} name={file} />
        <Snippet text={`release verify-attestation ${file} --keys keys.json`} />
      </Box>
    </>
  );
}

function verdictOf(state: State) {
  if (typeof state === 'string' || 'error' in state) return null;
  const { rows, faults } = state.evidence;
  if (faults.length > 0) {
    return { icon: Cancel, tone: 'bad', label: 'does not hold' } as const;
  }
  return rows.length > 0
    ? ({ icon: CheckCircle, tone: 'good', label: 'signatures hold' } as const)
    : null;
}

/** Proof of what was decided on which evidence, for whoever asks for it. */
export function EvidencePanel({ record }: { record: DecisionRecord }) {
  const [state, ask] = useEvidence(record.id);
  const verdict = verdictOf(state);
  return (
    <Panel title="Evidence" action={verdict ? <Pill {...verdict} /> : null}>
      {state === 'unasked' ? (
        <>
          <Typography variant="body2">
            Build, evidence and decision are signed, each naming the one before.
          </Typography>
          <Button
            size="small"
            startIcon={<VerifiedUser />}
            onClick={ask}
            sx={{ mt: 1 }}
          >
            Check the signatures
          </Button>
        </>
      ) : null}
      {state === 'asking' ? <LoadingLines label="the evidence" /> : null}
      {typeof state === 'object' && 'error' in state ? (
        <Failed error={state.error} onRetry={ask} />
      ) : null}
      {typeof state === 'object' && 'evidence' in state ? (
        <Result checked={state} record={record} />
      ) : null}
    </Panel>
  );
}

function Failed(props: { error: unknown; onRetry: () => void }) {
  const { error, onRetry } = props;
  return describeError(error).kind === 'notFound' ? (
    <EmptyState title="Nothing is signed about this decision">
      {describeError(error).message}
    </EmptyState>
  ) : (
    <ErrorState what="The evidence" error={error} onRetry={onRetry} />
  );
}
