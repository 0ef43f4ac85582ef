#!/usr/bin/env bash
# Lets each parser of what strangers send be fuzzed: fuzz.sh [MINUTES]   (default 10 for each). Ends with 1 at the first finding, whose
# input is then beside the tests' inputs. The JSON parser is looked into as our own code is: a search that sees none of its branches tries the
# same over and over.
set -euo pipefail
cd "$(dirname "$0")"
minutes=${1:-10}
for parser in ParserFuzzTest#{jws,proofHeader,proof,certificate,certificateChain} \
  ClaimsFuzzTest#claims IdentityFuzzTest#{principal,spiffe,certificate} PathScopeFuzzTest#path SoakTokensFuzzTest#token \
  KeyFuzzTest#{publicKey,pemText,certificationRequest,broughtCertificate,broughtKey,jwk,proofOfPossession} \
  FormFuzzTest#{form,fields,cookie} BodyFuzzTest#json AnchorFuzzTest#{anchor,timeStamp} ExportFuzzTest#{line,bundle}; do
  echo "=== $parser, $minutes minutes"
  JAZZER_FUZZ=1 mvn -B -q -f ../pom.xml -pl proxy -am test -Dtest="$parser" -Dsurefire.failIfNoSpecifiedTests=false \
    -Djazzer.max_duration="${minutes}m" -Djazzer.instrument="dev.mastio.proxy.**,com.fasterxml.jackson.**"
done
