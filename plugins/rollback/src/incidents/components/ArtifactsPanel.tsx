import { Artifact, BuildInfo } from '@adaptive-delivery/plugin-release-common';
import {
  CopyButton,
  formatBytes,
} from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';

/** Only these may become links; the rest is shown as text. */
const isWeb = (uri: string) => /^https?:\/\//i.test(uri);

/** What was released, where it came from, and where a fix begins. */
export function ArtifactsPanel({ build }: { build: BuildInfo }) {
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      {build.artifacts.map(artifact => (
        <ArtifactLine key={artifact.name} artifact={artifact} />
      ))}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2 }}>
        <Out to={build.repo.url} label="Open a fix in the repository" />
        {build.pullRequest && (
          <Out
            to={build.pullRequest.url}
            label={`Pull request ${build.pullRequest.number}`}
          />
        )}
        {build.ci.url && <Out to={build.ci.url} label="Build log" />}
        {build.sbom && <Out to={build.sbom.uri} label="SBOM" />}
      </Box>
    </Box>
  );
}

function ArtifactLine({ artifact }: { artifact: Artifact }) {
  return (
    <Box>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        <Out to={artifact.uri} label={artifact.name} />
      </Typography>
      <Typography variant="body2" color="text.secondary">
        {artifact.os} {artifact.arch}, {formatBytes(artifact.sizeBytes)}
        {artifact.signature
          ? `, ${artifact.signature.kind} signature ${
              artifact.signature.verified ? 'verified' : 'not verified'
            }`
          : ''}
      </Typography>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <code title={artifact.sha256}>{artifact.sha256.slice(0, 16)}…</code>
        <CopyButton text={artifact.sha256} />
      </Box>
    </Box>
  );
}

function Out({ to, label }: { to: string; label: string }) {
  return isWeb(to) ? (
    <Link href={to} target="_blank" rel="noopener noreferrer" variant="body2">
      {label}
    </Link>
  ) : (
    <Typography component="span" variant="body2" title={to}>
      {label}
    </Typography>
  );
}
