import * as maps from '@cephwire/maps'
import { expect } from 'chai'

describe('@cephwire/maps', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(maps).sort()).to.deep.equal([
      'CrushBucketAlg',
      'CrushRuleOp',
      'CrushRuleType',
      'ElectionStrategy',
      'MapError',
      'MdsMapFlag',
      'MdsState',
      'MonFeature',
      'PgState',
      'cephFsFeatureNames',
      'cephReleaseName',
      'compatSetCodec',
      'createMonMap',
      'crushBucketAlgName',
      'crushItemWeights',
      'crushMapCodec',
      'crushMapToJson',
      'filesystemCodec',
      'formatMonMap',
      'fsMapCodec',
      'fsMapToJson',
      'fsMapUserCodec',
      'mdsInfoCodec',
      'mdsMapCodec',
      'mdsMapToJson',
      'mdsStateName',
      'mirrorInfoCodec',
      'monFeatureCodec',
      'monFeatureNames',
      'monInfoCodec',
      'monMapCodec',
      'monMapToJson',
      'monsByRank',
      'objectStatCollectionCodec',
      'objectStatSumCodec',
      'osdStatCodec',
      'osdStatToJson',
      'parseCephRelease',
      'pgMapDigestCodec',
      'pgMapDigestToJson',
      'pgStateName',
      'poolStatCodec',
      'poolStatToJson',
      'storeStatfsCodec'
    ])
  })
})
