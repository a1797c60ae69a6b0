import { policySchema } from '@adaptive-delivery/plugin-release-common';
import {
  Live,
  PolicyInForce,
  releaseDecisionApiRef,
  useLive,
} from '@adaptive-delivery/plugin-release-react';
import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { useRef, useState } from 'react';
import { sourceOf } from '../domain/source';
import { BundleHeader } from './BundleHeader';
import { FilesPanel } from './FilesPanel';
import { PlainSections } from './PlainSections';
import { PolicySections } from './PolicySections';

/** The policy in force: its rules in words, and the files they stand in. */
export function PolicyView() {
  const decisionApi = useApi(releaseDecisionApiRef);
  const policy = useLive(signal => decisionApi.getPolicy({ signal }), []);
  return (
    <Live state={policy} what="the policy" permission="policy.read">
      {value => <Policy policy={value} />}
    </Live>
  );
}

function Policy({ policy }: { policy: PolicyInForce }) {
  const { files } = policy;
  const [place, setPlace] = useState(() => sourceOf('score', files));
  const filesRef = useRef<HTMLDivElement>(null);
  const parsed = policySchema.safeParse(policy.bundle);
  const showSource = (section: string) => {
    setPlace(sourceOf(section, files));
    filesRef.current?.scrollIntoView?.({ block: 'nearest' });
  };

  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <BundleHeader policy={policy} />
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: {
            xs: '1fr',
            lg: 'minmax(0, 3fr) minmax(0, 2fr)',
          },
          alignItems: 'start',
        }}
      >
        {parsed.success ? (
          <PolicySections policy={parsed.data} onShowSource={showSource} />
        ) : (
          <PlainSections bundle={policy.bundle} onShowSource={showSource} />
        )}
        <Box
          ref={filesRef}
          sx={{ position: { lg: 'sticky' }, top: 16, minWidth: 0 }}
        >
          <FilesPanel files={files} place={place} onShow={setPlace} />
        </Box>
      </Box>
    </Box>
  );
}
