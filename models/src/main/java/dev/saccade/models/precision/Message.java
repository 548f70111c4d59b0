package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A protobuf message by field numbers, as it was in the file: fields that nobody here knows are kept. Parts are read out
 * as copies and take effect when they are set again.
 */
final class Message {
    private final SortedMap<Integer, UnknownFieldSet.Field> fields = new TreeMap<>();

    /** @throws InvalidProtocolBufferException when the bytes are no message */
    static Message parse(ByteString bytes) throws InvalidProtocolBufferException {
        Message message = new Message();
        message.fields.putAll(UnknownFieldSet.parseFrom(bytes).asMap());
        return message;
    }

    ByteString bytes() {
        UnknownFieldSet.Builder set = UnknownFieldSet.newBuilder();
        fields.forEach(set::addField);
        return set.build().toByteString();
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    /** The last number of a field, as protobuf reads a field that is given twice. */
    long number(int field, long otherwise) throws InvalidProtocolBufferException {
        List<Long> all = numbers(field);
        return all.isEmpty() ? otherwise : all.get(all.size() - 1);
    }

    /** All numbers of a field, packed or not. */
    List<Long> numbers(int field) throws InvalidProtocolBufferException {
        UnknownFieldSet.Field raw = field(field);
        List<Long> all = new ArrayList<>(raw.getVarintList());
        try {
            for (ByteString packed : raw.getLengthDelimitedList()) {
                CodedInputStream in = packed.newCodedInput();
                while (!in.isAtEnd()) {
                    all.add(in.readRawVarint64());
                }
            }
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
        return all;
    }

    /** All floats of a field, packed or not. */
    List<Float> floats(int field) throws InvalidProtocolBufferException {
        UnknownFieldSet.Field raw = field(field);
        List<Float> all = new ArrayList<>();
        raw.getFixed32List().forEach(bits -> all.add(Float.intBitsToFloat(bits)));
        try {
            for (ByteString packed : raw.getLengthDelimitedList()) {
                CodedInputStream in = packed.newCodedInput();
                while (!in.isAtEnd()) {
                    all.add(in.readFloat());
                }
            }
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
        return all;
    }

    List<ByteString> parts(int field) {
        return field(field).getLengthDelimitedList();
    }

    ByteString part(int field) {
        List<ByteString> all = parts(field);
        return all.isEmpty() ? ByteString.EMPTY : all.get(all.size() - 1);
    }

    String text(int field) {
        return part(field).toStringUtf8();
    }

    List<String> texts(int field) {
        return parts(field).stream().map(ByteString::toStringUtf8).toList();
    }

    /** A copy of a part; empty when it is absent. */
    Message child(int field) throws InvalidProtocolBufferException {
        return parse(part(field));
    }

    List<Message> children(int field) throws InvalidProtocolBufferException {
        List<Message> all = new ArrayList<>();
        for (ByteString bytes : parts(field)) {
            all.add(parse(bytes));
        }
        return all;
    }

    Message clear(int field) {
        fields.remove(field);
        return this;
    }

    Message set(int field, long value) {
        return put(field, UnknownFieldSet.Field.newBuilder().addVarint(value));
    }

    Message set(int field, ByteString value) {
        return put(field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value));
    }

    Message set(int field, String value) {
        return set(field, ByteString.copyFromUtf8(value));
    }

    Message set(int field, Message value) {
        return set(field, value.bytes());
    }

    Message setTexts(int field, List<String> values) {
        UnknownFieldSet.Field.Builder raw = UnknownFieldSet.Field.newBuilder();
        values.forEach(value -> raw.addLengthDelimited(ByteString.copyFromUtf8(value)));
        return put(field, raw);
    }

    /** Packed or not is left to readers, who take both. */
    Message setNumbers(int field, List<Long> values) {
        UnknownFieldSet.Field.Builder raw = UnknownFieldSet.Field.newBuilder();
        values.forEach(raw::addVarint);
        return put(field, raw);
    }

    Message setChildren(int field, List<Message> values) {
        UnknownFieldSet.Field.Builder raw = UnknownFieldSet.Field.newBuilder();
        values.forEach(value -> raw.addLengthDelimited(value.bytes()));
        return put(field, raw);
    }

    private UnknownFieldSet.Field field(int field) {
        return fields.getOrDefault(field, UnknownFieldSet.Field.getDefaultInstance());
    }

    private Message put(int field, UnknownFieldSet.Field.Builder raw) {
        fields.put(field, raw.build());
        return this;
    }
}
