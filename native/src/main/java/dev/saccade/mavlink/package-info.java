/** MAVLink 2 framing and parsing over raw addresses: numbering, checksums and signatures, the same code as the gate's. */
package dev.saccade.mavlink;
