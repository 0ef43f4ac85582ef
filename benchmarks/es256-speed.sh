#!/usr/bin/env bash
# ES256 verifications per CPU second: openssl, Conscrypt, Amazon Corretto Crypto Provider, the JDK and nimbus-jose-jwt, in one run.
# The two libraries that the product does not use are fetched by Maven into a temporary directory.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
conscrypt=$(sed -n 's:.*<conscrypt.version>\(.*\)</conscrypt.version>.*:\1:p' "$here/../pom.xml")
cat >"$work/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>dev.mastio</groupId><artifactId>es256-speed</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.conscrypt</groupId><artifactId>conscrypt-openjdk-uber</artifactId><version>$conscrypt</version></dependency>
    <dependency><groupId>software.amazon.cryptools</groupId><artifactId>AmazonCorrettoCryptoProvider</artifactId><version>2.5.0</version><classifier>linux-x86_64</classifier></dependency>
    <dependency><groupId>com.nimbusds</groupId><artifactId>nimbus-jose-jwt</artifactId><version>10.10</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/lib" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
openssl version
openssl speed -seconds 5 ecdsap256 2>/dev/null | tail -1 | awk '{printf "%-70s %8.0f verifications per CPU second\n", "openssl speed ecdsap256", $NF}'
"$java" -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED -cp "$work/lib/*" "$here/es256/Es256Speed.java"
