import { DomainClock } from '@adaptive-delivery/plugin-release-node';
import { GitSource } from '../git/GitSource';
import { FolderSource } from './FolderSource';
import { PolicySource } from './PolicySource';
import { SourceSettings } from './readSourceSettings';

/** The sources that the settings name, in their order. */
export function createSources(
  settings: readonly SourceSettings[],
  clock: DomainClock,
): PolicySource[] {
  return settings.map(source =>
    source.kind === 'git'
      ? new GitSource({ settings: source.git, clock })
      : new FolderSource(source.folder, clock),
  );
}
