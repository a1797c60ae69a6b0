export * from './DatabaseRolloutReadStore';
export * from './DatabaseRolloutStore';
export * from './NoticeStore';
export * from './RolloutReadStore';
export * from './RolloutStore';
