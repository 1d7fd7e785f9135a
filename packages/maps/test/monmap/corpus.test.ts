import { CEPH_FEATURES_ALL, CephFeature } from '@cephwire/codec'
import { monFeatureCodec, monInfoCodec, monMapCodec } from '@cephwire/maps'
import { describeCorpus, erase } from '../support/corpus.js'

const legacy = CephFeature.MONNAMES | CephFeature.MONENC

describeCorpus({ MonMap: erase(monMapCodec), mon_info_t: erase(monInfoCodec), mon_feature_t: erase(monFeatureCodec) }, [
  CEPH_FEATURES_ALL,
  legacy | CephFeature.MSG_ADDR2,
  legacy
])
